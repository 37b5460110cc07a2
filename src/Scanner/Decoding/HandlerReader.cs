using Scanner.ApiServer.Wire;

namespace Scanner.Decoding;

/// <summary>Tells whether a probe or a lifecycle handler names a host, in <c>httpGet</c> or <c>tcpSocket</c>.</summary>
internal static class HandlerReader
{
    /// <summary>Of <c>ProbeHandler</c> and <c>LifecycleHandler</c>.</summary>
    private static readonly Fields<HandlerField> s_handler = new();

    private static readonly Fields<ProbeField> s_probe = new(ProbeField.Handler, s_handler);
    private static readonly Fields<LifecycleField> s_lifecycle = new();
    private static readonly OneField s_httpGetHost = new(3, "host");
    private static readonly OneField s_tcpSocketHost = new(2, "host");

    private enum ProbeField
    {
        Handler = 1,
    }

    private enum LifecycleField
    {
        PostStart = 1,
        PreStop = 2,
    }

    private enum HandlerField
    {
        HttpGet = 2,
        TcpSocket = 3,
    }

    public static bool ProbeHasHost<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var found = false;
        var scope = reader.Enter();
        while (reader.Next(s_probe, out var field))
        {
            found |= field switch
            {
                ProbeField.Handler => HandlerHasHost(ref reader),
                _ => throw FieldTable.Unread(field),
            };
        }

        reader.Leave(scope);
        return found;
    }

    public static bool LifecycleHasHost<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var found = false;
        var scope = reader.Enter();
        while (reader.Next(s_lifecycle, out var field))
        {
            found |= field switch
            {
                LifecycleField.PostStart or LifecycleField.PreStop => HandlerHasHost(ref reader),
                _ => throw FieldTable.Unread(field),
            };
        }

        reader.Leave(scope);
        return found;
    }

    private static bool HandlerHasHost<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var found = false;
        var scope = reader.Enter();
        while (reader.Next(s_handler, out var field))
        {
            found |= field switch
            {
                HandlerField.HttpGet => HasText(ref reader, s_httpGetHost),
                HandlerField.TcpSocket => HasText(ref reader, s_tcpSocketHost),
                _ => throw FieldTable.Unread(field),
            };
        }

        reader.Leave(scope);
        return found;
    }

    private static bool HasText<TReader>(ref TReader reader, OneField text)
        where TReader : struct, IWireReader, allows ref struct
    {
        var found = false;
        var scope = reader.Enter();
        while (reader.Next(text))
            found |= reader.ReadUtf8().Length > 0;
        reader.Leave(scope);
        return found;
    }
}
