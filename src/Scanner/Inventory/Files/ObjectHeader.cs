namespace Scanner.Inventory.Files;

/// <summary>What every object says of itself; empty where it says nothing.</summary>
/// <param name="HasItems">It is a list of other objects.</param>
internal readonly record struct ObjectHeader(string ApiVersion, string Kind, string Namespace, string Name, string GenerateName, bool HasItems);
