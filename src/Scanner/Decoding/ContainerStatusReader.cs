using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>Reads <c>core/v1 ContainerStatus</c>.</summary>
internal static class ContainerStatusReader
{
    public readonly record struct Status(string Name, ContainerState State, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt);

    public static Status Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var status = new Status("", ContainerState.Unknown, null, null);
        var scope = reader.Enter();
        while (reader.Next(PodFields.ContainerStatus, out var field))
            status = field == 1 ? status with { Name = reader.ReadString() } : ReadState(ref reader, status);
        reader.Leave(scope);
        return status;
    }

    private static Status ReadState<TReader>(ref TReader reader, Status status)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(PodFields.ContainerState, out var field))
        {
            switch (field)
            {
                case 1:
                    status = status with { State = ContainerState.Waiting };
                    reader.Skip();
                    break;
                case 2:
                    status = ReadTimes(ref reader, PodFields.StateRunning, status with { State = ContainerState.Running });
                    break;
                default:
                    status = ReadTimes(ref reader, PodFields.StateTerminated, status with { State = ContainerState.Terminated });
                    break;
            }
        }

        reader.Leave(scope);
        return status;
    }

    private static Status ReadTimes<TReader>(ref TReader reader, FieldTable table, Status status)
        where TReader : struct, IWireReader, allows ref struct
    {
        var scope = reader.Enter();
        while (reader.Next(table, out var field))
        {
            // The zero time, which protobuf writes as an empty message, means that nothing was recorded.
            DateTimeOffset? time = reader.ReadTime() is var t && t.Year > 1970 ? t : null;
            status = field == 6 ? status with { FinishedAt = time } : status with { StartedAt = time };
        }

        reader.Leave(scope);
        return status;
    }
}
