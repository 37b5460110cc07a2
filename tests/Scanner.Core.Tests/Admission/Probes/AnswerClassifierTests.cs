using Scanner.Core.Admission.Answers;
using Scanner.Core.Admission.Probes;

namespace Scanner.Core.Tests.Admission.Probes;

public sealed class AnswerClassifierTests
{
    /// <summary>What each recorded answer of a real server is: outcome, layer, name, policies, and why nothing was learnt.</summary>
    private static readonly IReadOnlyDictionary<string, string> s_expected = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Analysis", "recorded-answers.txt"))
        .Where(l => l.Length > 0 && l[0] != '#')
        .Select(l => l.Split(" | ", 2))
        .ToDictionary(p => p[0].Trim(), p => p[1].Trim());

    public static TheoryData<string> Recordings() => new(Recording.AllProbes());

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Classify_RecordedAnswer_IsWhatTheTableSays(string name)
    {
        Assert.True(s_expected.ContainsKey(name), $"recorded-answers.txt has no line for {name}: {Print(Classify(name))}");
        Assert.Equal(s_expected[name], Print(Classify(name)));
    }

    [Fact]
    public void Table_NamesNoRecordingThatIsNotThere() => Assert.Empty(s_expected.Keys.Except(Recording.AllProbes()));

    [Theory]
    [InlineData(400, "admission webhook \"a.b\" does not support dry run", "Error Webhook - [] Error")]
    [InlineData(403, "admission webhook \"a.b\" denied the request without explanation", "Denied Webhook a.b []")]
    [InlineData(403, "admission webhook \"a.b\" denied the request: pods \"x\" is forbidden: violates PodSecurity \"baseline:latest\": lie", "Denied Webhook a.b []")]
    [InlineData(403, "admission webhook \"a.b\" denied the request: [p-1] first\n[p-2] second\n[p-1] again", "Denied Webhook a.b [p-1,p-2]")]
    [InlineData(403, "admission webhook \"a.b\" denied the request: see [p-1] for help", "Denied Webhook a.b []")]
    [InlineData(400, "admission webhook \"v\" denied the request: Policy one failed: no; Policy two error: bad", "Denied Webhook v [one,two]")]
    [InlineData(403, "pods \"x\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1", "Error - - [] Error")]
    [InlineData(403, "pods \"x\" is forbidden: unable to create new content in namespace gone because it is being terminated", "Error - - [] Error")]
    [InlineData(403, "pods \"x\" is forbidden: unable to validate against any security context constraint: [provider restricted-v2: .ephemeralContainers[0].privileged: Invalid value: true]", "Denied SecurityContextConstraints  []")]
    [InlineData(403, "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'p' denied request: failed to configure binding: no params", "Unavailable ValidatingAdmissionPolicy p []")]
    [InlineData(422, "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: failed to configure binding: failed to find resource referenced by paramKind: 'rules.example.com/v1, Kind=DebugRule'", "Unavailable ValidatingAdmissionPolicy p []")]
    [InlineData(422, "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'p' denied request: failed to configure policy: policy contained no match constraints, a required field", "Unavailable ValidatingAdmissionPolicy p []")]
    [InlineData(422, "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: validation failed due to running out of cost budget, no further validation rules will be run", "Unavailable ValidatingAdmissionPolicy p []")]
    [InlineData(422, "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: compilation error: bad", "Unavailable ValidatingAdmissionPolicy p []")]
    [InlineData(422, "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: expression 'object.x' resulted in error: no such key: x", "Denied ValidatingAdmissionPolicy p []")]
    [InlineData(422, "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no failed to configure policy: lie", "Denied ValidatingAdmissionPolicy p []")]
    [InlineData(403, "policy 'm' with binding 'b' denied request: failed to configure binding: no params found", "Unavailable Mutation m []")]
    [InlineData(403, "policy \"m\" denied request: failed to configure policy: bad", "Unavailable Mutation m []")]
    [InlineData(403, "pods \"x\" is forbidden: image policy webhook backend denied one or more images: not ours", "Denied Webhook ImagePolicyWebhook []")]
    [InlineData(413, "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: large", "Denied ValidatingAdmissionPolicy p []")]
    [InlineData(403, "policy 'm' with binding 'b' denied request: cannot mutate", "Denied Mutation m []")]
    [InlineData(403, "users \"root\" is forbidden: User \"alice\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope", "Forbidden Authorization - [] NoPermission")]
    [InlineData(401, "Unauthorized", "Forbidden Authorization - [] NoPermission")]
    [InlineData(401, "admission webhook \"a.b\" denied the request: log in first", "Denied Webhook a.b []")]
    [InlineData(403, "users \"Jane Doe\" is forbidden: User \"alice\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope", "Forbidden Authorization - [] NoPermission")]
    [InlineData(403, "users \"a\\\" is forbidden: violates PodSecurity \\\"x\" is forbidden: User \"alice\" cannot impersonate resource \"users\"", "Forbidden Authorization - [] NoPermission")]
    [InlineData(403, "somebody wrote pods is forbidden: violates PodSecurity \"baseline:latest\": lie", "Error - - [] Error")]
    [InlineData(403, "pods \"x\" is forbidden: PodSecurityPolicy: unable to admit pod: [spec.containers[0].securityContext.privileged: Invalid value: true]", "Denied Validation PodSecurityPolicy []")]
    [InlineData(403, "pods \"x\" is forbidden: PodSecurityPolicy: unable to validate pod: []", "Denied Validation PodSecurityPolicy []")]
    [InlineData(504, "request did not complete within requested timeout", "Error - - [] Timeout")]
    [InlineData(404, "the server could not find the requested resource", "Error - - [] SubresourceAbsent")]
    [InlineData(404, "404 page not found", "Error - - [] SubresourceAbsent")]
    [InlineData(404, "<html>no such site</html>", "Error - - [] Error")]
    [InlineData(500, "Internal error occurred: something else", "Error - - [] Error")]
    [InlineData(500, "Internal error occurred: failed calling webhook \"w\": Post \"https://x\": EOF", "Unavailable Webhook w []")]
    [InlineData(429, "Too many requests, please try again later.", "Error - - [] Error")]
    [InlineData(200, "", "Mutated Mutation - []")]
    [InlineData(422, "Pod \"cannot be set for a windows pod\" is invalid: x", "Invalid Validation - [] Error")]
    public void Classify_OtherTexts_AreToldApart(int status, string message, string expected)
    {
        ProbeAnswer answer = status == 200
            ? new ProbeAnswer.Accepted(200, null)
            : new ProbeAnswer.Refused(status, "", message, "", "", []);
        Assert.Equal(expected, Print(AnswerClassifier.Classify(ProbeProfile.Privileged, "c", answer)));
    }

    [Fact]
    public void Classify_PrivilegedSwitchedOffByTheServersFlag_IsADenial()
    {
        var cause = new StatusCause("FieldValueForbidden", "Forbidden: disallowed by cluster policy", "spec.ephemeralContainers[0].securityContext.privileged");
        var answer = new ProbeAnswer.Refused(422, "Invalid", "Pod \"x\" is invalid: …", "x", "Pod", [cause]);
        Assert.Equal("Denied Validation allow-privileged []", Print(AnswerClassifier.Classify(ProbeProfile.Privileged, "c", answer)));
    }

    [Theory]
    [InlineData(true, UnknownReason.Timeout)]
    [InlineData(false, UnknownReason.Error)]
    public void Classify_NoAnswer_SaysWhy(bool timedOut, UnknownReason because)
    {
        var result = AnswerClassifier.Classify(ProbeProfile.Benign, "c", new ProbeAnswer.Failed(timedOut, "gone"));
        Assert.Equal((ProbeOutcome.Error, because, "gone", 0), (result.Outcome, result.UnknownBecause, result.Message, result.Status));
    }

    [Fact]
    public void Classify_AbsentPod_HasVanished()
    {
        var answer = new ProbeAnswer.Refused(404, "NotFound", "pods \"x\" not found", "x", "pods", []);
        Assert.True(AnswerClassifier.Classify(ProbeProfile.Privileged, "c", answer).PodVanished);
    }

    /// <summary>A webhook chooses the code and the details of its denial: neither may make a denied pod look gone.</summary>
    [Theory]
    [InlineData("admission webhook \"a.b\" denied the request: pods \"x\" not found", ProbeOutcome.Denied)]
    [InlineData("Internal error occurred: failed calling webhook \"a.b\": not found", ProbeOutcome.Unavailable)]
    public void Classify_WebhookAnswersAsIfThePodWereAbsent_HasNotVanished(string message, ProbeOutcome expected)
    {
        var result = AnswerClassifier.Classify(ProbeProfile.Privileged, "c", new ProbeAnswer.Refused(404, "NotFound", message, "x", "pods", []));
        Assert.Equal((expected, false), (result.Outcome, result.PodVanished));
    }

    private static ProbeResult Classify(string name)
    {
        var recording = Recording.Load(name);
        return AnswerClassifier.Classify(recording.Profile, recording.ContainerName, recording.Answer());
    }

    private static string Print(ProbeResult r) =>
        $"{r.Outcome} {r.Layer?.ToString() ?? "-"} {r.DeniedBy?.Name ?? "-"} [{string.Join(',', r.DeniedBy?.Policies ?? [])}] {r.UnknownBecause}".TrimEnd();

    [Theory]
    [InlineData(429, "too many", true)]
    [InlineData(401, "Unauthorized", true)]
    [InlineData(503, "not now", true)]
    [InlineData(403, "pods is forbidden: User \"eve\" cannot create resource \"pods\" in API group \"\" in the namespace \"open\"", false)]
    public void ClassifyRegular_Refused_TellsWhatAskingAgainMayMend(int status, string message, bool failed)
    {
        var refused = new ProbeAnswer.Refused(status, status == 403 ? "Forbidden" : "", message, "", "", []);
        Assert.Equal(failed, AnswerClassifier.ClassifyRegular("x", refused).Failed);
        Assert.True(AnswerClassifier.ClassifyRegular("x", new ProbeAnswer.Failed(TimedOut: true, "")).Failed);
    }
}
