namespace Scanner.Kubernetes.Watches;

/// <summary>What a watch needs of an object's metadata.</summary>
internal readonly record struct ObjectVersion(string ResourceVersion, bool InitialEventsEnd);
