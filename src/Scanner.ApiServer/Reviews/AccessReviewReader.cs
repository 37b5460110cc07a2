using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Reviews;

/// <summary>Reads the answer to an access review.</summary>
internal sealed class AccessReviewReader : IObjectReader<AccessDecision>
{
    public static readonly AccessReviewReader Instance = new();

    private static readonly OneField s_status = new(3, "status");
    private static readonly Fields<StatusField> s_fields = new();

    private enum StatusField
    {
        Allowed = 1,
        Reason = 2,
    }

    public bool JsonOnly => true;

    /// <exception cref="WireFormatException">There is no status: that is no answer, and not one that says no.</exception>
    public AccessDecision Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        AccessDecision? decision = null;
        var scope = reader.Enter();
        while (reader.Next(s_status))
            decision = ReadStatus(ref reader);
        reader.Leave(scope);
        return decision ?? throw new WireFormatException("it is no access review with a status");
    }

    private static AccessDecision ReadStatus<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (allowed, reason) = (false, "");
        var scope = reader.Enter();
        while (reader.Next(s_fields, out var field))
        {
            switch (field)
            {
                case StatusField.Allowed:
                    allowed = reader.ReadBool();
                    break;
                case StatusField.Reason:
                    reason = reader.ReadString();
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return new AccessDecision(allowed, reason);
    }
}
