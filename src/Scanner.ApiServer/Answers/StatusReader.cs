using System.Collections.Immutable;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Answers;

/// <summary>Reads <c>meta/v1 Status</c>.</summary>
internal sealed class StatusReader : IObjectReader<ApiStatus>
{
    public static readonly StatusReader Instance = new();

    private static readonly FieldTable s_status =
        new((1, "metadata"), (3, "message"), (4, "reason"), (5, "details"), (6, "code"));

    private static readonly FieldTable s_listMeta = new((3, "continue"));
    private static readonly FieldTable s_details = new((1, "name"), (3, "kind"), (4, "causes"), (5, "retryAfterSeconds"));
    private static readonly FieldTable s_cause = new((1, "reason"), (2, "message"), (3, "field"));

    public ApiStatus Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var status = new ApiStatus { Code = 0 };
        var scope = reader.Enter();
        while (reader.Next(s_status, out var field))
        {
            status = field switch
            {
                1 => status with { Continue = ReadContinue(ref reader) },
                3 => status with { Message = reader.ReadString() },
                4 => status with { Reason = reader.ReadString() },
                5 => ReadDetails(ref reader, status),
                _ => status with { Code = (int)reader.ReadInt64() },
            };
        }

        reader.Leave(scope);
        return status;
    }

    private static string ReadContinue<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var token = "";
        var scope = reader.Enter();
        while (reader.Next(s_listMeta, out _))
            token = reader.ReadString();
        reader.Leave(scope);
        return token;
    }

    private static ApiStatus ReadDetails<TReader>(ref TReader reader, ApiStatus status)
        where TReader : struct, IWireReader, allows ref struct
    {
        var causes = ImmutableArray.CreateBuilder<ApiStatusCause>();
        var scope = reader.Enter();
        while (reader.Next(s_details, out var field))
        {
            switch (field)
            {
                case 1:
                    status = status with { DetailsName = reader.ReadString() };
                    break;
                case 3:
                    status = status with { DetailsKind = reader.ReadString() };
                    break;
                case 4:
                    causes.Add(ReadCause(ref reader));
                    break;
                default:
                    status = status with { RetryAfter = TimeSpan.FromSeconds(Math.Clamp(reader.ReadInt64(), 0, 3600)) };
                    break;
            }
        }

        reader.Leave(scope);
        return status with { Causes = causes.ToImmutable() };
    }

    private static ApiStatusCause ReadCause<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var cause = new ApiStatusCause("", "", "");
        var scope = reader.Enter();
        while (reader.Next(s_cause, out var field))
        {
            cause = field switch
            {
                1 => cause with { Reason = reader.ReadString() },
                2 => cause with { Message = reader.ReadString() },
                _ => cause with { Field = reader.ReadString() },
            };
        }

        reader.Leave(scope);
        return cause;
    }
}
