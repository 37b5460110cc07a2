namespace Scanner.ApiServer.Writes;

/// <summary>
/// One <c>events.k8s.io/v1</c> Event about an object that is in no namespace
/// (https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/, KEP-383).
/// </summary>
/// <param name="Name">Of the event itself. Whoever sends the same one again must give the same name: then the second is a conflict, not a copy.</param>
/// <param name="About">Version and kind of the object that it is about, such as <c>v1</c> and <c>Namespace</c>, and its name.</param>
/// <param name="Time">When it was seen first; written in microseconds.</param>
/// <param name="Reporter">The controller that reports, a qualified name, and its instance, each at most 128 characters.</param>
/// <param name="Action">What was done, at most 128 characters.</param>
/// <param name="Reason">Why, at most 128 characters.</param>
/// <param name="IsWarning">Type <c>Warning</c>, else <c>Normal</c>.</param>
/// <param name="Note">At most 1024 bytes of UTF-8; servers refuse a longer one.</param>
public sealed record ClusterEvent(
    string Name,
    (string ApiVersion, string Kind, string Name) About,
    DateTimeOffset Time,
    (string Controller, string Instance) Reporter,
    string Action,
    string Reason,
    bool IsWarning,
    string Note);
