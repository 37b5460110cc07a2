using Scanner.ApiServer.Answers;

namespace Scanner.Worker.Figures;

/// <summary>The closed set of ways in which a request ends.</summary>
internal static class CodeLabel
{
    // Those of the API conventions (https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md),
    // those of proxies, and the kinds of failures without an answer.
    private static readonly HashSet<string> s_known =
    [
        "200", "201", "202", "204", "301", "302", "307", "400", "401", "403", "404", "405", "406", "409", "410", "413", "415", "422", "429",
        "500", "501", "502", "503", "504",
        .. Enum.GetNames<TransportFailureKind>().Select(k => k.ToLowerInvariant()),
    ];

    public static string Of(string code) => s_known.Contains(code) ? code : "other";
}
