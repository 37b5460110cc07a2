using System.Text.Json;

namespace Scanner.Policies.Requests;

/// <summary>A container that differs from the benign one in a single setting that policies forbid.</summary>
/// <param name="Name">One word, as reasons name it.</param>
/// <param name="Forbidden">What policies forbid of it, in words.</param>
/// <param name="Container">As a pod has it; its name is set by the request that brings it.</param>
public sealed record ContainerVariant(string Name, string Forbidden, JsonElement Container);
