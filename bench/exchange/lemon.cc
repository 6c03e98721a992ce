// Parity and caps at person level as a minimum cost circulation, by the network
// simplex of LEMON. Reads "nodes arcs" and then per arc: from to capacity cost;
// prints seconds (the solve alone) and the total cost.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <vector>

#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  FILE *in = fopen(argv[1], "rb");
  if (!in) return 2;
  int64_t head[2];
  if (fread(head, sizeof head, 1, in) != 1) return 2;
  std::vector<int64_t> arcs(4 * head[1]);
  if (fread(arcs.data(), sizeof(int64_t), arcs.size(), in) != arcs.size()) return 2;
  fclose(in);
  typedef lemon::StaticDigraph Graph;
  Graph graph;
  std::vector<std::pair<int, int>> ends;
  for (int64_t i = 0; i < head[1]; i++) ends.emplace_back(arcs[4 * i], arcs[4 * i + 1]);  // sorted by from
  graph.build(head[0], ends.begin(), ends.end());
  Graph::ArcMap<int64_t> capacity(graph), cost(graph);
  for (int64_t i = 0; i < head[1]; i++) {
    capacity[graph.arc(i)] = arcs[4 * i + 2];
    cost[graph.arc(i)] = arcs[4 * i + 3];
  }
  auto begin = std::chrono::steady_clock::now();
  lemon::NetworkSimplex<Graph, int64_t, int64_t> simplex(graph);
  simplex.upperMap(capacity).costMap(cost);
  if (simplex.run() != simplex.OPTIMAL) return 1;
  double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  printf("%.6f %lld\n", seconds, (long long)simplex.totalCost<int64_t>());
}
