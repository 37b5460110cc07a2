using System.Runtime.InteropServices;

namespace Scanner.Core.Scheduling;

/// <summary>One thing to ask a namespace for.</summary>
/// <param name="Due">Not before.</param>
/// <param name="Since">What makes it due has waited for an answer since; the oldest of equally urgent wants is first.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AgendaWant(TimeSpan Due, DueReason Reason, TimeSpan Since);
