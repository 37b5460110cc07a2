using Scanner.ApiServer.Writes;
using Scanner.Core;

namespace Scanner.Worker.Events;

/// <summary>Who reports, and how a change looks as an Event.</summary>
/// <param name="instance">The name of this replica.</param>
internal sealed class EventReporter(string instance)
{
    public const string Namespace = "default";

    /// <summary>What RBAC must give to write events; see <see cref="IEventClient"/> for the namespace.</summary>
    public const string Rule = """{apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create", "patch"]}""";

    public const string Controller = "ephemeral-scanner";

    private const int LongestInstance = 128;

    private readonly string _instance = PlainText.Cut(instance.Length > 0 ? instance : Controller, LongestInstance);

    public ClusterEvent Event(EventSeries series) => new(
        series.Name,
        ("v1", "Namespace", series.Change.Namespace),
        series.FirstAt,
        (Controller, _instance),
        "Probe",
        series.Change.Reason,
        series.Change.IsWarning,
        series.Change.Note);
}
