using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>Reads <c>core/v1 ContainerStatus</c>.</summary>
internal static class ContainerStatusReader
{
    private static readonly Fields<StatusField> s_status = new();
    private static readonly Fields<StateField> s_state = new();
    private static readonly OneField s_runningStartedAt = new(1, "startedAt");
    private static readonly Fields<TerminatedField> s_terminated = new();

    private enum StatusField
    {
        Name = 1,
        State = 2,
    }

    private enum StateField
    {
        Waiting = 1,
        Running = 2,
        Terminated = 3,
    }

    private enum TerminatedField
    {
        StartedAt = 5,
        FinishedAt = 6,
    }

    public readonly record struct Status(string Name, ContainerState State, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt);

    public static Status Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var status = new Status("", ContainerState.Unknown, null, null);
        var scope = reader.Enter();
        while (reader.Next(s_status, out var field))
        {
            status = field switch
            {
                StatusField.Name => status with { Name = reader.ReadString() },
                StatusField.State => ReadState(ref reader, status),
                _ => throw FieldTable.Unread(field),
            };
        }

        reader.Leave(scope);
        return status;
    }

    private static Status ReadState<TReader>(ref TReader reader, Status status)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(s_state, out var field))
        {
            switch (field)
            {
                case StateField.Waiting:
                    status = status with { State = ContainerState.Waiting };
                    reader.Skip();
                    break;
                case StateField.Running:
                    status = ReadRunning(ref reader, status with { State = ContainerState.Running });
                    break;
                case StateField.Terminated:
                    status = ReadTerminated(ref reader, status with { State = ContainerState.Terminated });
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return status;
    }

    private static Status ReadRunning<TReader>(ref TReader reader, Status status)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(s_runningStartedAt))
            status = status with { StartedAt = ReadTime(ref reader) };
        reader.Leave(scope);
        return status;
    }

    private static Status ReadTerminated<TReader>(ref TReader reader, Status status)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(s_terminated, out var field))
        {
            status = field switch
            {
                TerminatedField.StartedAt => status with { StartedAt = ReadTime(ref reader) },
                TerminatedField.FinishedAt => status with { FinishedAt = ReadTime(ref reader) },
                _ => throw FieldTable.Unread(field),
            };
        }

        reader.Leave(scope);
        return status;
    }

    // The zero time, which protobuf writes as an empty message, means that nothing was recorded.
    private static DateTimeOffset? ReadTime<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct => reader.ReadTime() is var time && time.Year > 1970 ? time : null;
}
