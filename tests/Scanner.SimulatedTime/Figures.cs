using System.Diagnostics;

namespace Scanner.SimulatedTime;

/// <summary>What many runs came to.</summary>
internal sealed class Figures
{
    // By then everything is compiled and every table is filled.
    private const int WarmedUp = 5;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly SortedDictionary<string, int> _faults = new(StringComparer.Ordinal);
    private TimeSpan _passed;
    private TimeSpan _recovery;
    private TimeSpan _change;
    private long _probes;
    private int _runs;
    private double _firstMemory;

    public void Add(RunResult result)
    {
        _runs++;
        _passed += result.Passed;
        _probes += result.Probes;
        _recovery = _recovery > result.Recovery ? _recovery : result.Recovery;
        _change = _change > result.Change ? _change : result.Change;
        foreach (var (fault, times) in result.Faults)
            _faults[fault] = _faults.GetValueOrDefault(fault) + times;
        if (_runs == WarmedUp)
            _firstMemory = Memory;
    }

    private static double Memory => GC.GetTotalMemory(forceFullCollection: true) / 1e6;

    public override string ToString() =>
        $"{_passed.TotalHours:0} simulated hours in {Stopwatch.GetElapsedTime(_start).TotalSeconds:0} s ({Environment.CpuUsage.TotalTime.TotalSeconds:0} s of CPU), "
        + $"{_probes} probes, memory {_firstMemory:0.0} MB after {WarmedUp} runs and {Memory:0.0} MB at the end\n"
        + $"longest: {_recovery} from the end of a storm until all was right, {_change} from a change until it was seen\n"
        + $"{_faults.Values.Sum()} faults: {string.Join(", ", _faults.Select(f => $"{f.Key} {f.Value}"))}";
}
