using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Scopes;

/// <summary>Readers share the strings that they have read, and are for one thread; watches beside each other are read by several.</summary>
internal sealed class OneAtATimeReader<T>(IObjectReader<T> inner) : IObjectReader<T>
{
    private readonly Lock _lock = new();

    public bool JsonOnly => inner.JsonOnly;

    public T Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        lock (_lock)
            return inner.Read(ref reader);
    }
}
