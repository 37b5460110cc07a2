namespace Scanner.Simulator.Catalog;

/// <summary>Names a resource without its version.</summary>
internal readonly record struct ResourceKey(string Group, string Resource);
