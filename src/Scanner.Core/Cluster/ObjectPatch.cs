namespace Scanner.Core.Cluster;

/// <summary>A change of one object of a policy.</summary>
/// <param name="Resource">As kubectl takes it: the resource and its group.</param>
/// <param name="Namespace">Empty for objects of the cluster.</param>
/// <param name="Json">A JSON patch (RFC 6902); its tests make an object that has changed meanwhile an error.</param>
public sealed record ObjectPatch(string Resource, string Namespace, string Name, string Json);
