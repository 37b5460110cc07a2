using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Reviews;

/// <summary>Reads <c>authorization.k8s.io/v1 SubjectAccessReview</c>.</summary>
internal sealed class AccessDecisionReader : IObjectReader<AccessDecision>
{
    private static readonly FieldTable s_review = new((3, "status"));
    private static readonly FieldTable s_status = new((1, "allowed"), (2, "reason"));

    public AccessDecision Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (allowed, reason) = (false, "");
        var scope = reader.Enter();
        while (reader.Next(s_review, out _))
        {
            var status = reader.Enter();
            while (reader.Next(s_status, out var field))
            {
                if (field == 1)
                    allowed = reader.ReadBool();
                else
                    reason = reader.ReadString();
            }

            reader.Leave(status);
        }

        reader.Leave(scope);
        return new AccessDecision(allowed, reason);
    }
}
