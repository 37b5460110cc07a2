using System.Collections.Immutable;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Answers;

/// <summary>Reads <c>meta/v1 Status</c>.</summary>
internal sealed class StatusReader : IObjectReader<ApiStatus>
{
    public static readonly StatusReader Instance = new();

    private static readonly Fields<StatusField> s_status = new();
    private static readonly OneField s_listMetaContinue = new(3, "continue");
    private static readonly Fields<DetailsField> s_details = new();
    private static readonly Fields<CauseField> s_cause = new();

    private enum StatusField
    {
        Metadata = 1,
        Message = 3,
        Reason = 4,
        Details = 5,
        Code = 6,
    }

    private enum DetailsField
    {
        Name = 1,
        Kind = 3,
        Causes = 4,
        RetryAfterSeconds = 5,
    }

    private enum CauseField
    {
        Reason = 1,
        Message = 2,
        Field = 3,
    }

    public ApiStatus Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var status = new ApiStatus { Code = 0 };
        var scope = reader.Enter();
        while (reader.Next(s_status, out var field))
        {
            status = field switch
            {
                StatusField.Metadata => status with { Continue = ReadContinue(ref reader) },
                StatusField.Message => status with { Message = reader.ReadString() },
                StatusField.Reason => status with { Reason = reader.ReadString() },
                StatusField.Details => ReadDetails(ref reader, status),
                StatusField.Code => status with { Code = (int)reader.ReadInt64() },
                _ => throw FieldTable.Unread(field),
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
        while (reader.Next(s_listMetaContinue))
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
                case DetailsField.Name:
                    status = status with { DetailsName = reader.ReadString() };
                    break;
                case DetailsField.Kind:
                    status = status with { DetailsKind = reader.ReadString() };
                    break;
                case DetailsField.Causes:
                    causes.Add(ReadCause(ref reader));
                    break;
                case DetailsField.RetryAfterSeconds:
                    status = status with { RetryAfter = TimeSpan.FromSeconds(Math.Clamp(reader.ReadInt64(), 0, 3600)) };
                    break;
                default:
                    throw FieldTable.Unread(field);
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
                CauseField.Reason => cause with { Reason = reader.ReadString() },
                CauseField.Message => cause with { Message = reader.ReadString() },
                CauseField.Field => cause with { Field = reader.ReadString() },
                _ => throw FieldTable.Unread(field),
            };
        }

        reader.Leave(scope);
        return cause;
    }
}
