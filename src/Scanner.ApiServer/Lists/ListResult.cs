namespace Scanner.ApiServer.Lists;

/// <summary>How a whole list went.</summary>
/// <param name="ResourceVersion">The version of the first page: a watch from there misses nothing.</param>
/// <param name="Count">Objects given to the sink since its last restart.</param>
/// <param name="Consistent">False when a 410 was continued at a later version, so that the pages show different moments.</param>
public sealed record ListResult(string ResourceVersion, int Count, bool Consistent);
