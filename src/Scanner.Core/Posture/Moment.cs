namespace Scanner.Core.Posture;

/// <summary>One moment by both clocks. Ages go by the monotonic one, which nobody sets; the other is for the reader.</summary>
/// <param name="Clock">Monotonic, of one process.</param>
public sealed record Moment(TimeSpan Clock, DateTimeOffset Wall);
