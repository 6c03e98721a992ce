# Solves an LP file with HiGHS to the last unit; prints seconds and the objective.
import sys
import time

import highspy

h = highspy.Highs()
h.setOptionValue("output_flag", False)
h.setOptionValue("mip_rel_gap", 0.0)
h.setOptionValue("mip_abs_gap", 0.0)
h.setOptionValue("time_limit", float(sys.argv[2]))
h.readModel(sys.argv[1])
begin = time.monotonic()
h.run()
seconds = time.monotonic() - begin
if h.getModelStatus() == highspy.HighsModelStatus.kOptimal:
    print(f"{seconds:.6f} {round(h.getObjectiveValue())}")
else:
    print(f"{seconds:.6f} none")
