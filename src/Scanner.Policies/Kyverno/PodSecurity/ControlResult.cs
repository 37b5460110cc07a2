using System.Collections.Immutable;

namespace Scanner.Policies.Kyverno.PodSecurity;

/// <summary>A control that a pod does not pass.</summary>
/// <param name="Errors">Null where the control names no fields, so that no exclusion applies.</param>
internal sealed record ControlResult(string Id, string Reason, ImmutableArray<FieldError>? Errors)
{
    public string Text => $"(Forbidden reason: {Reason}, field error list: [{string.Join(", ", (Errors ?? []).Select(e => e.Text))}])";
}
