namespace Scanner.ApiServer.Transport;

/// <summary>The objects of the two report APIs that may be written: one name, in each namespace and for the cluster.</summary>
internal static class ReportPaths
{
    /// <summary>The name of every report.</summary>
    public const string Name = "ephemeral-scanner";

    /// <summary>
    /// Of every apply (https://kubernetes.io/docs/reference/using-api/server-side-apply/). <c>force</c>, because what somebody changed by hand in a
    /// report is to be put right; who may write a report at all is decided before.
    /// </summary>
    public const string ApplyQuery = "?fieldManager=ephemeral-scanner&force=true&fieldValidation=Strict";

    /// <summary>The only form of a body that an apply has.</summary>
    public const string ApplyMediaType = "application/apply-patch+yaml";

    /// <param name="path">The parts of the path below the server's own.</param>
    /// <param name="isName">Whether a part is a name that needs no escaping.</param>
    public static bool IsReport(string[] path, Func<string, bool> isName) => path switch
    {
        ["apis", "wgpolicyk8s.io", "v1alpha2", "namespaces", var ns, "policyreports", Name] => isName(ns),
        ["apis", "wgpolicyk8s.io", "v1alpha2", "clusterpolicyreports", Name] => true,
        ["apis", "openreports.io", "v1alpha1", "namespaces", var ns, "reports", Name] => isName(ns),
        ["apis", "openreports.io", "v1alpha1", "clusterreports", Name] => true,
        _ => false,
    };
}
