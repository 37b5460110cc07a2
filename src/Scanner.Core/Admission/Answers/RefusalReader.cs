namespace Scanner.Core.Admission.Answers;

/// <summary>
/// Tells by its text which layer of the API server refused a request. Texts are those of Kubernetes 1.22 to 1.36; each is looked for
/// at its own place at the start only, since what policies add after it can be anything.
/// </summary>
internal static class RefusalReader
{
    private const string Webhook = "admission webhook \"";
    private const string WebhookFailure = "Internal error occurred: failed calling webhook \"";
    private const string MutatingPolicy = "policy '";
    private const string MutatingPolicyAlone = "policy \"";
    private const string ValidatingPolicy = "ValidatingAdmissionPolicy '";
    private const string PodSecurity = "violates PodSecurity \"";
    private const string PodSecurityPolicy = "PodSecurityPolicy: ";
    private const string ImagePolicy = "image policy webhook backend denied one or more images: ";
    private const string SecurityContextConstraints = "unable to validate against any security context constraint: ";

    public static Refusal Read(ProbeAnswer.Refused answer)
    {
        var message = answer.Message;
        if (message.StartsWith(WebhookFailure, StringComparison.Ordinal))
            return ReadWebhookFailure(message);
        if (message.StartsWith(Webhook, StringComparison.Ordinal))
            return ReadWebhook(message);
        if (message.StartsWith(MutatingPolicy, StringComparison.Ordinal))
            return ReadPolicy(message[MutatingPolicy.Length..], Layer.Mutation);
        if (message.StartsWith(MutatingPolicyAlone, StringComparison.Ordinal))
            return ReadPolicy(message[MutatingPolicyAlone.Length..], Layer.Mutation, '"');
        if (AfterForbidden(message) is { } rest)
            return ReadForbidden(rest);
        // The code comes last: a webhook chooses that of its denial, 401 and 404 included.
        return answer.StatusCode switch
        {
            401 => Refusal.Open(UnknownReason.NoPermission, Layer.Authorization, ProbeOutcome.Forbidden),
            404 when answer.DetailsName.Length == 0 && IsOfTheApiServer(message) => Refusal.Open(UnknownReason.SubresourceAbsent),
            422 when message.StartsWith("Pod \"", StringComparison.Ordinal) => ReadInvalid(answer),
            504 => Refusal.Open(UnknownReason.Timeout),
            _ => Refusal.Open(UnknownReason.Error),
        };
    }

    // A proxy in between answers 404 as well, which says nothing of what the server serves.
    private static bool IsOfTheApiServer(string message) => message is "the server could not find the requested resource" or "404 page not found";

    /// <summary>The text after <c>RESOURCE is forbidden: </c> or <c>RESOURCE "NAME" is forbidden: </c>, or null.</summary>
    private static string? AfterForbidden(string message)
    {
        const string marker = " is forbidden: ";
        var at = message.IndexOf(' ', StringComparison.Ordinal);
        if (at <= 0)
            return null;
        // The name of an impersonated user can be anything, blanks and escaped quotes included.
        if (message.AsSpan(at).StartsWith(" \""))
            at = AfterQuoted(message, at + 1);
        return message.AsSpan(at).StartsWith(marker, StringComparison.Ordinal) ? message[(at + marker.Length)..] : null;
    }

    /// <summary>Where a string in Go's quotes ends that begins at <paramref name="start"/>.</summary>
    private static int AfterQuoted(string text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '"')
                return i + 1;
            if (text[i] == '\\')
                i++;
        }

        return text.Length;
    }

    private static Refusal ReadForbidden(string text)
    {
        if (text.StartsWith("User \"", StringComparison.Ordinal) && text.Contains("\" cannot ", StringComparison.Ordinal))
            return Refusal.Open(UnknownReason.NoPermission, Layer.Authorization, ProbeOutcome.Forbidden);
        if (text.StartsWith(PodSecurity, StringComparison.Ordinal))
            return Quoted(text, PodSecurity, '"', "\": ") is var (level, violations) ? Refusal.By(Layer.PodSecurity, level, violations) : Unread;
        if (text.StartsWith(SecurityContextConstraints, StringComparison.Ordinal))
            return Refusal.By(Layer.SecurityContextConstraints, "", text[SecurityContextConstraints.Length..]);
        if (text.StartsWith(ValidatingPolicy, StringComparison.Ordinal))
            return ReadPolicy(text[ValidatingPolicy.Length..], Layer.ValidatingAdmissionPolicy);
        // Until 1.24, and of regular pods only: it never looked at this subresource.
        if (text.StartsWith(PodSecurityPolicy, StringComparison.Ordinal))
            return Refusal.By(Layer.Validation, DeniedBy.PodSecurityPolicy, text[PodSecurityPolicy.Length..]);
        if (text.StartsWith(ImagePolicy, StringComparison.Ordinal))
            return Refusal.By(Layer.Webhook, DeniedBy.ImagePolicyWebhook, text[ImagePolicy.Length..]);
        // Quota, limits, a namespace going away, plug-ins of vendors: they judge something else than what the probe asks for.
        return Unread;
    }

    private static Refusal Unread => Refusal.Open(UnknownReason.Error);

    private static Refusal ReadWebhook(string message)
    {
        var name = UpTo(message.AsSpan(Webhook.Length), '"');
        var rest = message[Math.Min(message.Length, Webhook.Length + name.Length + 1)..];
        const string denied = " denied the request: ";
        if (rest.StartsWith(denied, StringComparison.Ordinal))
            return Refusal.By(Layer.Webhook, name, rest[denied.Length..]);
        if (rest.StartsWith(" denied the request without explanation", StringComparison.Ordinal))
            return Refusal.By(Layer.Webhook, name, "without explanation");
        // For example "does not support dry run" (KEP-576): a real request might pass or not, nobody can tell.
        return Refusal.Open(UnknownReason.Error, Layer.Webhook);
    }

    private static Refusal ReadWebhookFailure(string message)
    {
        var name = UpTo(message.AsSpan(WebhookFailure.Length), '"');
        var reason = message[Math.Min(message.Length, WebhookFailure.Length + name.Length + 1)..].TrimStart(':', ' ');
        return new Refusal(ProbeOutcome.Unavailable, Layer.Webhook, new DeniedBy(Layer.Webhook, name, null, [], reason), null);
    }

    /// <summary><c>NAME' with binding 'BINDING' denied request: MESSAGE</c>; the binding is missing for errors of the policy itself.</summary>
    private static Refusal ReadPolicy(string text, Layer layer, char quote = '\'')
    {
        const string withBinding = " with binding '";
        const string denied = " denied request: ";
        var name = UpTo(text, quote);
        var rest = text[Math.Min(text.Length, name.Length + 1)..];
        string? binding = null;
        if (rest.StartsWith(withBinding, StringComparison.Ordinal))
        {
            binding = UpTo(rest.AsSpan(withBinding.Length), '\'');
            rest = rest[Math.Min(rest.Length, withBinding.Length + binding.Length + 1)..];
        }

        if (!rest.StartsWith(denied, StringComparison.Ordinal))
            return Unread;
        var said = rest[denied.Length..];
        return PolicyFailure.IsOutage(said)
            ? new Refusal(ProbeOutcome.Unavailable, layer, new DeniedBy(layer, name, binding, [], said.Trim()), null)
            : Refusal.By(layer, name, said, binding);
    }

    private static Refusal ReadInvalid(ProbeAnswer.Refused answer)
    {
        // kube-apiserver --allow-privileged=false: nobody gets a privileged container anywhere.
        var byFlag = answer.Causes.FirstOrDefault(c =>
            c.Field.EndsWith(".securityContext.privileged", StringComparison.Ordinal)
            && c.Message.Contains("disallowed by cluster policy", StringComparison.Ordinal));
        if (byFlag is not null)
            return Refusal.By(Layer.Validation, DeniedBy.AllowPrivilegedFlag, byFlag.Message);
        var unsuited = answer.Message.Contains("static pods do not support ephemeral containers", StringComparison.Ordinal)
            || answer.Causes.Any(c => c.Message.Contains("cannot be set for a windows pod", StringComparison.Ordinal));
        return Refusal.Open(unsuited ? UnknownReason.NoEligiblePod : UnknownReason.Error, Layer.Validation, ProbeOutcome.Invalid);
    }

    private static (string Name, string After)? Quoted(string text, string before, char quote, string after)
    {
        var quoted = UpTo(text.AsSpan(before.Length), quote);
        var rest = text[(before.Length + quoted.Length)..];
        return rest.StartsWith(after, StringComparison.Ordinal) ? (quoted, rest[after.Length..]) : null;
    }

    private static string UpTo(ReadOnlySpan<char> text, char end) => text.IndexOf(end) is >= 0 and var at ? text[..at].ToString() : text.ToString();
}
