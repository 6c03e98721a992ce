// Package match puts two lists of people beside each other, whatever their columns are called and however each writes
// its dates and names, so that package identity can say which records may be one person.
//
// A list is read as a [Table]: cells as written. [Columns] says which column of the one says the same as which of the
// other: by its header, by what the header means in any language of the vocabulary, by the parts of a name, or by the
// values. [Table.Records] makes the values ready: dates as year, month and day, words for sex or a Power as their codes,
// names in their parts. Nothing is merged, and no list is changed.
package match
