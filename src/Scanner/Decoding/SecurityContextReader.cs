using System.Collections.Immutable;
using Scanner.ApiServer.Wire;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>Reads <c>core/v1 SecurityContext</c>, that of a container, and what it shares with <c>PodSecurityContext</c>.</summary>
internal sealed class SecurityContextReader : IObjectReader<SecurityContextFacts>
{
    private static readonly Fields<ContextField> s_context = new();
    private static readonly Fields<CapabilitiesField> s_capabilities = new();
    private static readonly Fields<SeLinuxField> s_seLinux = new();
    private static readonly OneField s_profileType = new(1, "type");
    private static readonly OneField s_hostProcess = new(4, "hostProcess");

    private enum ContextField
    {
        Capabilities = 1,
        Privileged = 2,
        SeLinuxOptions = 3,
        RunAsUser = 4,
        RunAsNonRoot = 5,
        AllowPrivilegeEscalation = 7,
        ProcMount = 9,
        WindowsOptions = 10,
        SeccompProfile = 11,
        AppArmorProfile = 12,
    }

    private enum CapabilitiesField
    {
        Add = 1,
        Drop = 2,
    }

    private enum SeLinuxField
    {
        User = 1,
        Role = 2,
        Type = 3,
    }

    public SecurityContextFacts Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var context = SecurityContextFacts.Empty;
        var scope = reader.Enter();
        while (reader.Next(s_context, out var field))
        {
            context = field switch
            {
                ContextField.Capabilities => ReadCapabilities(ref reader, context),
                ContextField.Privileged => context with { Privileged = reader.ReadBool() },
                ContextField.SeLinuxOptions => context with { SeLinux = ReadSeLinux(ref reader) },
                ContextField.RunAsUser => context with { RunAsUser = reader.ReadInt64() },
                ContextField.RunAsNonRoot => context with { RunAsNonRoot = reader.ReadBool() },
                ContextField.AllowPrivilegeEscalation => context with { AllowPrivilegeEscalation = reader.ReadBool() },
                ContextField.ProcMount => context with { ProcMount = reader.ReadString() },
                ContextField.WindowsOptions => context with { HostProcess = ReadHostProcess(ref reader) },
                ContextField.SeccompProfile => context with { SeccompProfile = ReadProfileType(ref reader) },
                ContextField.AppArmorProfile => context with { AppArmorProfile = ReadProfileType(ref reader) },
                _ => throw FieldTable.Unread(field),
            };
        }

        reader.Leave(scope);
        return context;
    }

    /// <summary>The type of a <c>seccompProfile</c> or an <c>appArmorProfile</c>; empty when it has none.</summary>
    public static string ReadProfileType<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct => ReadText(ref reader, s_profileType);

    /// <summary>The one text of a message of which only that is wanted; empty when it is not set.</summary>
    public static string ReadText<TReader>(ref TReader reader, OneField text)
        where TReader : struct, IWireReader, allows ref struct
    {
        var value = "";
        var scope = reader.Enter();
        while (reader.Next(text))
            value = CommonStrings.Get(reader.ReadUtf8());
        reader.Leave(scope);
        return value;
    }

    public static SeLinuxFacts ReadSeLinux<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var options = new SeLinuxFacts();
        var scope = reader.Enter();
        while (reader.Next(s_seLinux, out var field))
        {
            options = field switch
            {
                SeLinuxField.User => options with { User = reader.ReadString() },
                SeLinuxField.Role => options with { Role = reader.ReadString() },
                SeLinuxField.Type => options with { Type = reader.ReadString() },
                _ => throw FieldTable.Unread(field),
            };
        }

        reader.Leave(scope);
        return options;
    }

    public static bool? ReadHostProcess<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        bool? hostProcess = null;
        var scope = reader.Enter();
        while (reader.Next(s_hostProcess))
            hostProcess = reader.ReadBool();
        reader.Leave(scope);
        return hostProcess;
    }

    private static SecurityContextFacts ReadCapabilities<TReader>(ref TReader reader, SecurityContextFacts context)
        where TReader : struct, IWireReader, allows ref struct
    {
        ImmutableArray<string> added = [];
        ImmutableArray<string> dropped = [];
        var scope = reader.Enter();
        while (reader.Next(s_capabilities, out var field))
        {
            switch (field)
            {
                case CapabilitiesField.Add:
                    added = added.Add(CommonStrings.Get(reader.ReadUtf8()));
                    break;
                case CapabilitiesField.Drop:
                    dropped = dropped.Add(CommonStrings.Get(reader.ReadUtf8()));
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return context with { AddedCapabilities = added, DroppedCapabilities = dropped };
    }
}
