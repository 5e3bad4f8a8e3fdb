using Pierhead.Benchmarks.InProcess;

DecodeRun.Print();
