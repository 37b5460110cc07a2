namespace Scanner.Core.Cluster;

/// <summary>A kind of object that decides about admission.</summary>
/// <param name="Group">API group.</param>
/// <param name="Resource">Plural name; <see cref="AdmissionKinds.Every"/> where every resource of the group decides.</param>
/// <param name="Kind">The kind, likewise.</param>
/// <param name="MakesKinds">The server makes a kind of each of its objects, so that a new one brings a new resource.</param>
public sealed record AdmissionKind(string Group, string Resource, string Kind, bool MakesKinds = false);
