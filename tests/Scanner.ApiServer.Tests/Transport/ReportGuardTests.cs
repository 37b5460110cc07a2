using System.Net.Http.Headers;
using Scanner.ApiServer.Transport;

namespace Scanner.ApiServer.Tests.Transport;

/// <summary>Of all that could be written the guard lets reports through, each by its exact path, and only for a program that publishes.</summary>
public sealed class ReportGuardTests
{
    private const string Query = "?fieldManager=ephemeral-scanner&force=true&fieldValidation=Strict";
    private const string Apply = "application/apply-patch+yaml";

    private static readonly Uri s_server = new("https://server/k8s");

    private static readonly string[] s_reports =
    [
        "/apis/wgpolicyk8s.io/v1alpha2/namespaces/a/policyreports/ephemeral-scanner",
        "/apis/wgpolicyk8s.io/v1alpha2/clusterpolicyreports/ephemeral-scanner",
        "/apis/openreports.io/v1alpha1/namespaces/a/reports/ephemeral-scanner",
        "/apis/openreports.io/v1alpha1/clusterreports/ephemeral-scanner",
    ];

    public static TheoryData<string> Reports => new(s_reports);

    [Theory]
    [MemberData(nameof(Reports))]
    public void IsAllowed_Report_IsAppliedAndDeletedByWhoPublishes(string path)
    {
        Assert.True(IsAllowed("PATCH", path + Query, Apply));
        Assert.True(IsAllowed("DELETE", path, null));
        Assert.False(IsAllowed("PATCH", path + Query, Apply, reports: false));
        Assert.False(IsAllowed("DELETE", path, null, reports: false));
    }

    /// <summary>Every piece of the path replaced, left out or put in, with whatever could make it another one.</summary>
    [Theory]
    [MemberData(nameof(Reports))]
    public void IsAllowed_AnyOtherPath_IsNot(string path)
    {
        string[] others =
        [
            "", "a", "x", ".", "..", "%2e%2e", "*", "ephemeral-scanner", "ephemeral-scanner2", "Ephemeral-Scanner", "ephemeral%2Dscanner", "ephemeral-scanner%2Fstatus",
            "ephemeral-scanner;x", "status", "scale", "proxy", "pods", "secrets", "policyreports", "clusterpolicyreports", "reports", "clusterreports", "leases",
            "policyreports.wgpolicyk8s.io", "v1", "v1alpha1", "v1alpha2", "v1beta1", "wgpolicyk8s.io", "openreports.io", "evil.wgpolicyk8s.io", "namespaces", "apis", "api",
        ];
        var parts = path.Split('/')[1..];
        var tried = 0;
        for (var at = 0; at <= parts.Length; at++)
        {
            foreach (var other in others)
            {
                Refused([.. parts[..at], other, .. parts[at..]]);
                if (at < parts.Length)
                    Refused([.. parts[..at], other, .. parts[(at + 1)..]]);
            }

            if (at < parts.Length)
                Refused([.. parts[..at], .. parts[(at + 1)..]]);
        }

        Assert.True(tried > 300, $"{tried} paths were tried");

        void Refused(string[] changed)
        {
            var text = "/" + string.Join('/', changed);
            // In another namespace it is a report all the same.
            if (s_reports.Contains(text) || IsElsewhere(changed))
                return;
            tried++;
            Assert.False(IsAllowed("PATCH", text + Query, Apply), text);
            Assert.False(IsAllowed("DELETE", text, null), text);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("?fieldManager=ephemeral-scanner&force=true")]
    [InlineData("?fieldManager=ephemeral-scanner&fieldValidation=Strict")]
    [InlineData("?fieldManager=ephemeral-scanner&force=false&fieldValidation=Strict")]
    [InlineData("?fieldManager=kubectl&force=true&fieldValidation=Strict")]
    [InlineData("?fieldManager=ephemeral-scanner&force=true&fieldValidation=Ignore")]
    [InlineData(Query + "&dryRun=All")]
    [InlineData(Query + "&fieldManager=kubectl")]
    [InlineData(Query + "&")]
    [InlineData(Query + "&_method=DELETE")]
    [InlineData(Query + ";x=1")]
    [InlineData(Query + "#x")]
    [InlineData("?fieldManager=ephemeral-scanner&force=true&fieldValidation=%53trict")]
    [InlineData("?force=true&fieldManager=ephemeral-scanner&fieldValidation=Strict")]
    public void IsAllowed_ApplyWithAnotherQuery_IsNot(string query) => Assert.All(s_reports, path => Assert.False(IsAllowed("PATCH", path + query, Apply)));

    /// <summary>Options of a DELETE stand in its query or its body: neither may be there, whatever it says.</summary>
    [Theory]
    [InlineData("?")]
    [InlineData("?dryRun=All")]
    [InlineData("?propagationPolicy=Foreground")]
    [InlineData("?gracePeriodSeconds=0")]
    [InlineData("?labelSelector=a")]
    [InlineData(Query)]
    public void IsAllowed_DeleteWithAQuery_IsNot(string query) => Assert.All(s_reports, path => Assert.False(IsAllowed("DELETE", path + query, null)));

    [Fact]
    public void IsAllowed_DeleteWithABodyOrOfTheCollection_IsNot()
    {
        Assert.All(s_reports, path => Assert.False(IsAllowed("DELETE", path, "application/json")));
        Assert.All(s_reports, path => Assert.False(IsAllowed("DELETE", path[..path.LastIndexOf('/')], null)));
    }

    /// <summary>Another patch changes a part of what is there, or means another thing on another server.</summary>
    [Theory]
    [InlineData("application/merge-patch+json")]
    [InlineData("application/json-patch+json")]
    [InlineData("application/strategic-merge-patch+json")]
    [InlineData("application/apply-patch+cbor")]
    [InlineData("application/apply-patch+yaml; charset=utf-8")]
    [InlineData("application/json")]
    [InlineData(null)]
    public void IsAllowed_AnotherKindOfPatch_IsNot(string? type) => Assert.All(s_reports, path => Assert.False(IsAllowed("PATCH", path + Query, type)));

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("delete")]
    [InlineData("patch")]
    [InlineData("HEAD")]
    [InlineData("MERGE")]
    public void IsAllowed_AnotherMethod_IsNot(string method) =>
        Assert.All(s_reports, path => Assert.False(IsAllowed(method, path + Query, Apply) || IsAllowed(method, path, null) || IsAllowed(method, path, "application/json")));

    [Theory]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("Upgrade")]
    public void IsAllowed_HeaderThatMakesItAnotherRequest_IsNot(string header)
    {
        using var request = Request("DELETE", s_reports[0], null);
        Assert.True(request.Headers.TryAddWithoutValidation(header, "x"));
        Assert.False(DryRunGuard.IsAllowed(request, s_server, reports: true));
    }

    private static bool IsElsewhere(string[] parts) =>
        parts is ["apis", var group, var version, "namespaces", var ns, var resource, var name]
        && s_reports.Contains($"/apis/{group}/{version}/namespaces/a/{resource}/{name}")
        && ns.Length > 0 && ns.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.') && ns is not ("." or "..");

    private static bool IsAllowed(string method, string path, string? type, bool reports = true)
    {
        using var request = Request(method, path, type);
        return DryRunGuard.IsAllowed(request, s_server, reports: reports);
    }

    private static HttpRequestMessage Request(string method, string path, string? type)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), "https://server/k8s" + path);
        if (type is not null)
        {
            request.Content = new ByteArrayContent("{}"u8.ToArray());
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        return request;
    }
}
