namespace Scanner.ApiServer.Lists;

/// <summary>Takes the objects of a list as its pages arrive.</summary>
public interface IListSink<in T>
{
    void Add(T item);

    /// <summary>The list starts again from its first page: forget what came so far.</summary>
    void Restart();

    /// <summary>A page is done. <paramref name="remaining"/> is the server's count of what is left, or null when it gives none.</summary>
    void PageRead(long? remaining);
}
