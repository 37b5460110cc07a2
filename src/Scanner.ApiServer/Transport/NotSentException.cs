using System.Diagnostics.CodeAnalysis;

namespace Scanner.ApiServer.Transport;

/// <summary>A request did not go out, because whoever asked for it may not send any more: see <see cref="ApiServerClient.DryRunWhile"/>.</summary>
[SuppressMessage("Design", "RCS1194", Justification = "there is one thing to say, and the transport alone says it")]
public sealed class NotSentException() : OperationCanceledException("the request was not sent: its sender may not send any more");
