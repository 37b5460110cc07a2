using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Writes;

/// <summary>A deletion is answered with a Status, or with the object that is being deleted: either says that it is done.</summary>
internal sealed class DoneReader : IObjectReader<bool>
{
    public static readonly DoneReader Instance = new();

    // Both have it, and neither's is of interest: it is passed over, as all else is, so that half an answer is none.
    private static readonly OneField s_status = new(2, "status");

    public bool JsonOnly => true;

    public bool Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(s_status))
            reader.Skip();
        reader.Leave(scope);
        return true;
    }
}
