namespace Scanner.Core.Admission.Targets;

/// <summary>Why a pod was not probed.</summary>
public enum SkipReason : byte
{
    MirrorPod,
    WindowsPod,
    Terminating,
    Finished,
    OverLimit,
}
