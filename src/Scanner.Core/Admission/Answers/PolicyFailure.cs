namespace Scanner.Core.Admission.Answers;

/// <summary>
/// Tells when the API server refuses because one of its own admission policies could not do its work, and <c>failurePolicy</c> is Fail: the
/// policy itself has said nothing. Texts are those of Kubernetes 1.26 to 1.36 (apiserver, pkg/admission/plugin/policy); what a policy says
/// itself can begin likewise, which nothing tells apart.
/// </summary>
internal static class PolicyFailure
{
    // Failures that come before any expression has been evaluated for this request, so that they hit every request alike.
    private static readonly string[] s_outages =
    [
        "failed to configure policy: ", "failed to configure binding: ", "unrecognized failure policy: ", "failed to convert object version: ",
        "compilation error: ", "unexpected compilation error: ", "unexpected internal error compiling expression",
        "validation failed due to running out of cost budget", "runtime cost could not be calculated for expression: ",
    ];

    /// <param name="said">What follows <c>denied request: </c>.</param>
    public static bool IsOutage(string said) => Array.Exists(s_outages, o => said.StartsWith(o, StringComparison.Ordinal));

    /// <summary>
    /// An expression failed on this request. That may well be how a policy came to be strict, so it counts as an outage only where a harmless
    /// request fails by it too.
    /// </summary>
    public static bool IsError(DeniedBy by) => by.Layer switch
    {
        Layer.ValidatingAdmissionPolicy or Layer.Mutation =>
            by.Message.StartsWith("expression '", StringComparison.Ordinal) && by.Message.Contains("' resulted in error: ", StringComparison.Ordinal),
        // Kyverno's policies in CEL: "Policy NAME error: …" beside "Policy NAME failed: …".
        Layer.Webhook => by.Message.StartsWith("Policy ", StringComparison.Ordinal)
            && by.Message.Split("; ").All(part => !part.StartsWith("Policy ", StringComparison.Ordinal) || part.Split(' ', 3) is [_, _, var rest] && rest.StartsWith("error:", StringComparison.Ordinal)),
        _ => false,
    };
}
