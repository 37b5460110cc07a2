using Scanner.Benchmarks;

return await BenchmarkCommands.RunAsync(args);
