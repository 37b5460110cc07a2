namespace Scanner.ApiServer.Watches;

/// <summary>What a watch needs of an object's metadata.</summary>
internal readonly record struct ObjectVersion(string ResourceVersion, bool InitialEventsEnd);
