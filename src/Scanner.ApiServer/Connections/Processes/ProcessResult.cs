namespace Scanner.ApiServer.Connections.Processes;

/// <summary>What a program left behind.</summary>
/// <param name="End">How it ended.</param>
/// <param name="ExitCode">Its exit code; -1 when it was killed.</param>
/// <param name="Output">Standard output.</param>
/// <param name="ErrorOutput">The end of its error output, at most 4,096 characters.</param>
public sealed record ProcessResult(ProcessEnd End, int ExitCode, ReadOnlyMemory<byte> Output, string ErrorOutput);
