using System.Collections.Immutable;
using System.Text;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Reviews;

/// <summary>Reads the answer to a TokenReview; null for a token that is nobody's.</summary>
internal sealed class TokenReviewReader : IObjectReader<TokenIdentity?>
{
    public static readonly TokenReviewReader Instance = new();

    private static readonly OneField s_status = new(3, "status");
    private static readonly Fields<StatusField> s_fields = new();
    private static readonly Fields<UserField> s_user = new();

    private enum StatusField
    {
        Authenticated = 1,
        User = 2,
    }

    private enum UserField
    {
        Username = 1,
        Uid = 2,
        Groups = 3,
        Extra = 4,
    }

    public bool JsonOnly => true;

    /// <exception cref="WireFormatException">There is no status: that is no answer, and not one that says no.</exception>
    public TokenIdentity? Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (answered, authenticated) = (false, false);
        TokenIdentity? user = null;
        var scope = reader.Enter();
        while (reader.Next(s_status))
        {
            answered = true;
            (authenticated, user) = ReadStatus(ref reader);
        }

        reader.Leave(scope);
        if (!answered)
            throw new WireFormatException("it is no TokenReview with a status");
        return authenticated && user is { User.Length: > 0 } ? user : null;
    }

    private static (bool Authenticated, TokenIdentity? User) ReadStatus<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var authenticated = false;
        TokenIdentity? user = null;
        var scope = reader.Enter();
        while (reader.Next(s_fields, out var field))
        {
            switch (field)
            {
                case StatusField.Authenticated:
                    authenticated = reader.ReadBool();
                    break;
                case StatusField.User:
                    user = ReadUser(ref reader);
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return (authenticated, user);
    }

    private static TokenIdentity ReadUser<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (name, uid, extra) = ("", "", (string?)null);
        var groups = ImmutableArray.CreateBuilder<string>();
        var scope = reader.Enter();
        while (reader.Next(s_user, out var field))
        {
            switch (field)
            {
                case UserField.Username:
                    name = reader.ReadString();
                    break;
                case UserField.Uid:
                    uid = reader.ReadString();
                    break;
                case UserField.Groups:
                    groups.Add(reader.ReadString());
                    break;
                case UserField.Extra:
                    extra = Encoding.UTF8.GetString(reader.ReadRawJson());
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return new TokenIdentity(name, uid, groups.ToImmutable()) { Extra = extra };
    }
}
