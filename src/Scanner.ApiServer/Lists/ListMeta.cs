namespace Scanner.ApiServer.Lists;

/// <summary><c>meta/v1 ListMeta</c> of one page.</summary>
internal readonly record struct ListMeta(string ResourceVersion, string Continue, long? Remaining);
