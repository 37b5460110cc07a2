namespace Scanner.ApiServer.Wire;

/// <summary>Turns one API object into what the caller keeps of it, whichever encoding it came in.</summary>
/// <typeparam name="T">What is kept.</typeparam>
public interface IObjectReader<out T>
{
    /// <summary>Whether the object must be asked for in JSON, because this reader knows no protobuf. False unless a reader says otherwise.</summary>
    bool JsonOnly => false;

    /// <summary>Reads the object that stands at <paramref name="reader"/>, all of it.</summary>
    T Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct;
}
