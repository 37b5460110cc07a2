namespace Scanner.ApiServer.Reflectors;

/// <summary>Told how far a list or a watch has come; from one thread at a time.</summary>
internal interface IReflectorEvents
{
    /// <summary>The server has accepted a watch; nothing has come of it yet.</summary>
    void Opened();

    /// <summary>A streamed list brought one more object.</summary>
    void ObjectListed();

    /// <summary>A page of a plain list has been read.</summary>
    void PageRead();

    /// <summary>A list is complete, and the cache equal to it.</summary>
    void Listed();

    /// <summary>A watch brought the first thing that belongs to no list.</summary>
    void Followed();
}
