using System.Collections.Immutable;
using Scanner.Core.Admission.Verdicts;

namespace Scanner.Worker.Snapshots;

/// <summary>
/// What namespaces were found to be before this replica began to lead. Without it a namespace that lost its protection while nobody
/// looked would pass for one that never had any.
/// </summary>
internal interface IEarlierVerdicts
{
    /// <summary>
    /// By namespace, what its next verdict is to be compared with: the last other than Unknown, but while ES106 stands the one before the
    /// loss, so that it goes on standing. What nobody remembers is left out. A failure is no reason not to lead: it gives what it has.
    /// </summary>
    Task<ImmutableDictionary<string, Verdict>> ReadAsync(CancellationToken cancellationToken);
}
