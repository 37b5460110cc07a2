using System.Text.Json;

namespace Scanner.Policies.Kyverno.Successors;

/// <summary>A container about which a policy is asked.</summary>
/// <param name="IsInBarePod">The pod has no security context that the container would inherit from.</param>
internal sealed record ContainerQuestion(string Name, JsonElement Container, bool IsInBarePod = false);
