// These tests wait for other processes most of their time: more of them at once than there are cores to run on.
[assembly: Parallelization(MaxThreads = 4)]
