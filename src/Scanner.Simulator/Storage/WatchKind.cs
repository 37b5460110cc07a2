namespace Scanner.Simulator.Storage;

internal enum WatchKind
{
    Added,
    Modified,
    Deleted,
    Bookmark,
}
