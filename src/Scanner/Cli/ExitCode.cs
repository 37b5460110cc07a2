using Scanner.Core;
using Scanner.Core.Posture;

namespace Scanner.Cli;

/// <summary>Exit codes, a public contract.</summary>
internal static class ExitCode
{
    /// <summary>Complete, nothing at or above <c>--fail-on</c>.</summary>
    public const int Success = 0;

    /// <summary>Findings at or above <c>--fail-on</c>, whether the scan is complete or not.</summary>
    public const int Findings = 1;

    /// <summary>Wrong usage or configuration.</summary>
    public const int Usage = 2;

    /// <summary>No such finding, but a part could not be looked at, so that their absence proves nothing; or the result could not be written.</summary>
    public const int Incomplete = 3;

    /// <summary>Interrupted, as a shell reports SIGINT.</summary>
    public const int Interrupted = 130;

    /// <param name="failOn">Null for <c>none</c>.</param>
    public static int Of(ScanResult result, Severity? failOn) => Of(result.Outcome(failOn));

    public static int Of(ScanOutcome outcome) => outcome switch
    {
        ScanOutcome.Findings => Findings,
        ScanOutcome.Incomplete => Incomplete,
        ScanOutcome.Interrupted => Interrupted,
        _ => Success,
    };
}
