using Scanner.Core.Admission.Verdicts;

namespace Scanner.Core.Posture;

/// <summary>What one workload answered last.</summary>
/// <param name="Target">Never Unknown.</param>
/// <param name="At">When its question began.</param>
public sealed record WorkloadAnswer(TargetPosture Target, Moment At)
{
    public bool IsOpen => Target.Verdict == Verdict.Unprotected;
}
