using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Reviews;

/// <summary>Reads <c>authorization.k8s.io/v1 SubjectAccessReview</c>.</summary>
internal sealed class AccessDecisionReader : IObjectReader<AccessDecision>
{
    private static readonly OneField s_review = new(3, "status");
    private static readonly Fields<StatusField> s_status = new();

    private enum StatusField
    {
        Allowed = 1,
        Reason = 2,
    }

    public AccessDecision Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (allowed, reason) = (false, "");
        var scope = reader.Enter();
        while (reader.Next(s_review))
        {
            var status = reader.Enter();
            while (reader.Next(s_status, out var field))
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

            reader.Leave(status);
        }

        reader.Leave(scope);
        return new AccessDecision(allowed, reason);
    }
}
