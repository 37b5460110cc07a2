using System.Collections.Immutable;
using Scanner.ApiServer.Discovery;
using Scanner.ApiServer.Transport;
using Scanner.ApiServer.Writes;
using Scanner.Publishing.Reports;

namespace Scanner.Reports;

/// <summary>The API that reports are written in.</summary>
internal sealed record ReportTarget(ReportApi Api, ReportGroup Group)
{
    public static ReportTarget PolicyWorkingGroup { get; } = new(ReportApi.PolicyWorkingGroup, ReportGroup.PolicyWorkingGroup);

    public static ReportTarget OpenReports { get; } = new(ReportApi.OpenReports, ReportGroup.OpenReports);

    /// <summary>The first that is served is taken where nobody has decided.</summary>
    public static ImmutableArray<ReportTarget> All { get; } = [PolicyWorkingGroup, OpenReports];

    /// <summary>Where the reports of all namespaces are.</summary>
    public ResourcePath Reports => new(Api.Group, Api.Version, Api.Resource);

    /// <summary>Where the report of the cluster is.</summary>
    public ResourcePath ClusterReports => new(Api.Group, Api.Version, Api.ClusterResource);

    /// <summary>The kind of the report of a namespace, or of the cluster where that is null.</summary>
    public string KindOf(string? ns) => ns is null ? Api.ClusterKind : Api.Kind;

    /// <summary>The resource in the path of such a report.</summary>
    public string ResourceOf(string? ns) => ns is null ? Api.ClusterResource : Api.Resource;

    /// <param name="groups">Of <c>/apis</c>.</param>
    public bool IsServed(ImmutableArray<ApiGroup> groups) => groups.Any(g => g.Name == Api.Group && g.Versions.Contains(Api.Version));

    /// <summary>The API to write in; null when none of those in question is served, or none is wanted.</summary>
    public static ReportTarget? Choose(ReportChoice choice, ImmutableArray<ApiGroup> groups) =>
        Wanted(choice).FirstOrDefault(t => t.IsServed(groups));

    /// <summary>Those in question.</summary>
    public static ImmutableArray<ReportTarget> Wanted(ReportChoice choice) => choice switch
    {
        ReportChoice.Auto => All,
        ReportChoice.WgPolicyK8s => [PolicyWorkingGroup],
        ReportChoice.OpenReports => [OpenReports],
        _ => [],
    };
}
