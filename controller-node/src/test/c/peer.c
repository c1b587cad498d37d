/*
 * A peer on Eclipse Cyclone DDS that talks to our nodes as rmw_cyclonedds does. Built and run by
 * CycloneInteropTest. Prints one line an answer, which the test compares.
 *
 *   peer DOMAIN graph NAME                    waits for a node of this name on ros_discovery_info
 *   peer DOMAIN promise TOPIC                 what the writer of a topic offers, by built-in discovery
 *   peer DOMAIN list NODE                     list_parameters
 *   peer DOMAIN get NODE PARAMETER            get_parameters
 *   peer DOMAIN set NODE PARAMETER DOUBLE     set_parameters
 *   peer DOMAIN huge NODE                     requests of 200 kB
 *   peer DOMAIN atomically NODE P DOUBLE P DOUBLE
 *   peer DOMAIN describe NODE PARAMETER       describe_parameters
 *   peer DOMAIN state NODE                    get_state
 *   peer DOMAIN change NODE LABEL             change_state
 *   peer DOMAIN trigger SERVICE               std_srvs/Trigger
 *   peer DOMAIN dog SEND                      sends LowState until a LowCmd comes, and says what it holds
 *   peer DOMAIN robot STATES                  publishes joint states at 1 kHz, counts commands
 */
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "dds/dds.h"
#include "peer.h"

#define CLIENT UINT64_C(0x1122334455667788)
#define PATIENCE DDS_SECS(30)

static dds_entity_t participant;

static void fail(const char *what) {
  fprintf(stderr, "peer: %s\n", what);
  exit(1);
}

static dds_entity_t endpoint(bool reader, const dds_topic_descriptor_t *type, const char *name,
                             bool reliable, bool latched, int depth) {
  dds_entity_t topic = dds_create_topic(participant, type, name, NULL, NULL);
  if (topic < 0) fail("topic");
  dds_qos_t *qos = dds_create_qos();
  dds_qset_reliability(qos, reliable ? DDS_RELIABILITY_RELIABLE : DDS_RELIABILITY_BEST_EFFORT, DDS_SECS(1));
  dds_qset_durability(qos, latched ? DDS_DURABILITY_TRANSIENT_LOCAL : DDS_DURABILITY_VOLATILE);
  dds_qset_history(qos, DDS_HISTORY_KEEP_LAST, depth);
  dds_entity_t e = reader ? dds_create_reader(participant, topic, qos, NULL)
                          : dds_create_writer(participant, topic, qos, NULL);
  if (e < 0) fail("endpoint");
  dds_delete_qos(qos);
  return e;
}

static bool matched(dds_entity_t e, bool reader) {
  if (reader) {
    dds_subscription_matched_status_t s;
    dds_get_subscription_matched_status(e, &s);
    return s.current_count > 0;
  }
  dds_publication_matched_status_t s;
  dds_get_publication_matched_status(e, &s);
  return s.current_count > 0;
}

/* Asks a service whose request and response begin with guid and seq; the response is a loan. */
static void *call(const char *service, const dds_topic_descriptor_t *request_type,
                  const dds_topic_descriptor_t *response_type, void *request) {
  char name[256];
  snprintf(name, sizeof name, "rq%sRequest", service);
  dds_entity_t writer = endpoint(false, request_type, name, true, false, 10);
  snprintf(name, sizeof name, "rr%sReply", service);
  dds_entity_t reader = endpoint(true, response_type, name, true, false, 10);
  dds_time_t until = dds_time() + PATIENCE;
  while (!matched(writer, false) || !matched(reader, true)) {
    if (dds_time() > until) fail("no server within 30 s");
    dds_sleepfor(DDS_MSECS(5));
  }
  struct header { uint64_t guid; int64_t seq; } *h = request;
  h->guid = CLIENT;
  h->seq = 42;
  if (dds_write(writer, request) < 0) fail("write");
  while (dds_time() < until) {
    void *sample = NULL;
    dds_sample_info_t info;
    if (dds_take(reader, &sample, &info, 1, 1) == 1 && info.valid_data) {
      struct header *answer = sample;
      if (answer->guid == CLIENT && answer->seq == 42) return sample;
    }
    dds_sleepfor(DDS_MSECS(1));
  }
  fail("no answer within 30 s");
  return NULL;
}

static const char *service_of(const char *node, const char *service) {
  static char name[256];
  snprintf(name, sizeof name, "%s/%s", node, service);
  return name;
}

static void graph(const char *wanted) {
  dds_entity_t reader = endpoint(true, &rmw_dds_common_msg_dds__ParticipantEntitiesInfo__desc,
                                 "ros_discovery_info", true, true, 100);
  dds_time_t until = dds_time() + PATIENCE;
  while (dds_time() < until) {
    void *sample = NULL;
    dds_sample_info_t info;
    if (dds_take(reader, &sample, &info, 1, 1) == 1 && info.valid_data) {
      rmw_dds_common_msg_dds__ParticipantEntitiesInfo_ *m = sample;
      for (uint32_t k = 0; k < m->node_entities_info_seq._length; k++) {
        rmw_dds_common_msg_dds__NodeEntitiesInfo_ *n = &m->node_entities_info_seq._buffer[k];
        if (strcmp(n->node_name, wanted) == 0 && n->reader_gid_seq._length > 10) {
          printf("node %s in %s readers %u writers %u\n", n->node_name, n->node_namespace,
                 n->reader_gid_seq._length, n->writer_gid_seq._length);
          return;
        }
      }
    }
    dds_sleepfor(DDS_MSECS(5));
  }
  fail("no such node within 30 s");
}

static void list(const char *node) {
  rcl_interfaces_srv_dds__ListParameters_Request_ q = {0};
  rcl_interfaces_srv_dds__ListParameters_Response_ *r =
      call(service_of(node, "list_parameters"), &rcl_interfaces_srv_dds__ListParameters_Request__desc,
           &rcl_interfaces_srv_dds__ListParameters_Response__desc, &q);
  for (uint32_t k = 0; k < r->names._length; k++) printf("%s\n", r->names._buffer[k]);
}

static void get(const char *node, char *parameter) {
  rcl_interfaces_srv_dds__GetParameters_Request_ q = {0};
  q.names._length = q.names._maximum = 1;
  q.names._buffer = &parameter;
  rcl_interfaces_srv_dds__GetParameters_Response_ *r =
      call(service_of(node, "get_parameters"), &rcl_interfaces_srv_dds__GetParameters_Request__desc,
           &rcl_interfaces_srv_dds__GetParameters_Response__desc, &q);
  rcl_interfaces_msg_dds__ParameterValue_ *v = &r->values._buffer[0];
  printf("type %d double %g integer %" PRId64 " string %s\n", v->type, v->double_value,
         v->integer_value, v->string_value);
}

static void fill(rcl_interfaces_msg_dds__Parameter_ *p, char *name, const char *number) {
  memset(p, 0, sizeof *p);
  p->name = name;
  p->value.type = 3;
  p->value.double_value = atof(number);
  p->value.string_value = "";
}

static void set(const char *node, char *parameter, const char *number) {
  rcl_interfaces_srv_dds__SetParameters_Request_ q = {0};
  rcl_interfaces_msg_dds__Parameter_ p;
  fill(&p, parameter, number);
  q.parameters._length = q.parameters._maximum = 1;
  q.parameters._buffer = &p;
  rcl_interfaces_srv_dds__SetParameters_Response_ *r =
      call(service_of(node, "set_parameters"), &rcl_interfaces_srv_dds__SetParameters_Request__desc,
           &rcl_interfaces_srv_dds__SetParameters_Response__desc, &q);
  printf("%d %s\n", r->results._buffer[0].successful, r->results._buffer[0].reason);
}

/* A request far larger than the server takes; nothing may come of it, and nothing may break. */
static void huge(const char *node) {
  static char text[200000];
  memset(text, 'x', sizeof text - 1);
  char *names[1] = {text};
  rcl_interfaces_srv_dds__GetParameters_Request_ q = {0};
  q.guid = CLIENT;
  q.names._length = q.names._maximum = 1;
  q.names._buffer = names;
  char name[256];
  snprintf(name, sizeof name, "rq%sRequest", service_of(node, "get_parameters"));
  dds_entity_t writer = endpoint(false, &rcl_interfaces_srv_dds__GetParameters_Request__desc, name, true, false, 10);
  dds_time_t until = dds_time() + PATIENCE;
  while (!matched(writer, false)) {
    if (dds_time() > until) fail("no server within 30 s");
    dds_sleepfor(DDS_MSECS(5));
  }
  for (int k = 0; k < 20; k++) {
    dds_write(writer, &q);
    dds_sleepfor(DDS_MSECS(5));
  }
  printf("sent\n");
}

static void atomically(const char *node, char **arguments) {
  rcl_interfaces_srv_dds__SetParametersAtomically_Request_ q = {0};
  rcl_interfaces_msg_dds__Parameter_ p[2];
  fill(&p[0], arguments[0], arguments[1]);
  fill(&p[1], arguments[2], arguments[3]);
  q.parameters._length = q.parameters._maximum = 2;
  q.parameters._buffer = p;
  rcl_interfaces_srv_dds__SetParametersAtomically_Response_ *r =
      call(service_of(node, "set_parameters_atomically"),
           &rcl_interfaces_srv_dds__SetParametersAtomically_Request__desc,
           &rcl_interfaces_srv_dds__SetParametersAtomically_Response__desc, &q);
  printf("%d %s\n", r->result.successful, r->result.reason);
}

static void describe(const char *node, char *parameter) {
  rcl_interfaces_srv_dds__DescribeParameters_Request_ q = {0};
  q.names._length = q.names._maximum = 1;
  q.names._buffer = &parameter;
  rcl_interfaces_srv_dds__DescribeParameters_Response_ *r =
      call(service_of(node, "describe_parameters"),
           &rcl_interfaces_srv_dds__DescribeParameters_Request__desc,
           &rcl_interfaces_srv_dds__DescribeParameters_Response__desc, &q);
  rcl_interfaces_msg_dds__ParameterDescriptor_ *d = &r->descriptors._buffer[0];
  printf("%s type %d read-only %d ranges %u", d->name, d->type, d->read_only,
         d->floating_point_range._length);
  if (d->floating_point_range._length == 1)
    printf(" from %g to %g", d->floating_point_range._buffer[0].from_value,
           d->floating_point_range._buffer[0].to_value);
  printf("\n");
}

static void state(const char *node) {
  lifecycle_msgs_srv_dds__GetState_Request_ q = {0};
  lifecycle_msgs_srv_dds__GetState_Response_ *r =
      call(service_of(node, "get_state"), &lifecycle_msgs_srv_dds__GetState_Request__desc,
           &lifecycle_msgs_srv_dds__GetState_Response__desc, &q);
  printf("%d %s\n", r->current_state.id, r->current_state.label);
}

static void change(const char *node, char *label) {
  lifecycle_msgs_srv_dds__ChangeState_Request_ q = {0};
  q.transition.label = label;
  lifecycle_msgs_srv_dds__ChangeState_Response_ *r =
      call(service_of(node, "change_state"), &lifecycle_msgs_srv_dds__ChangeState_Request__desc,
           &lifecycle_msgs_srv_dds__ChangeState_Response__desc, &q);
  printf("%d\n", r->success);
}

static void trigger(const char *service) {
  std_srvs_srv_dds__Trigger_Request_ q = {0};
  std_srvs_srv_dds__Trigger_Response_ *r =
      call(service, &std_srvs_srv_dds__Trigger_Request__desc,
           &std_srvs_srv_dds__Trigger_Response__desc, &q);
  printf("%d %s\n", r->success, r->message);
}

static int by_value(const void *a, const void *b) {
  double d = *(const double *)a - *(const double *)b;
  return d < 0 ? -1 : d > 0;
}

/* A Panda that stands at its posture, with its joints named backwards and one that is not its own. */
static void robot(int count) {
  static char names[8][32];
  static char *name[8];
  static const double posture[7] = {0, -0.785, 0, -2.356, 0, 1.571, 0.785};
  double position[8], velocity[8] = {0}, effort[8] = {0};
  for (int k = 0; k < 7; k++) {
    snprintf(names[k], sizeof names[k], "panda_joint%d", 7 - k);
    position[k] = posture[6 - k];
  }
  snprintf(names[7], sizeof names[7], "panda_finger_joint1");
  position[7] = 0.02;
  for (int k = 0; k < 8; k++) name[k] = names[k];
  sensor_msgs_msg_dds__JointState_ m = {0};
  m.header.frame_id = "base_link";
  m.name._length = m.name._maximum = 8;
  m.name._buffer = name;
  m.position._length = m.velocity._length = m.effort._length = 8;
  m.position._buffer = position;
  m.velocity._buffer = velocity;
  m.effort._buffer = effort;
  dds_entity_t states = endpoint(false, &sensor_msgs_msg_dds__JointState__desc,
                                 "rt/joint_states", true, false, 1);
  dds_entity_t commands = endpoint(true, &std_msgs_msg_dds__Float64MultiArray__desc,
                                   "rt/effort_controller/commands", true, false, 1);
  int received = 0, finite = 0, answered = 0;
  double *trip = malloc(sizeof(double) * (size_t)count);
  dds_time_t next = dds_time();
  for (int k = 0; k < count; k++) {
    dds_time_t now = dds_time();
    m.header.stamp.sec = (int32_t)(now / DDS_NSECS_IN_SEC);
    m.header.stamp.nanosec = (uint32_t)(now % DDS_NSECS_IN_SEC);
    if (dds_write(states, &m) < 0) fail("write");
    next += DDS_MSECS(1);
    bool first = true;
    while (dds_time() < next) {
      void *sample = NULL;
      dds_sample_info_t info;
      if (dds_take(commands, &sample, &info, 1, 1) == 1 && info.valid_data) {
        std_msgs_msg_dds__Float64MultiArray_ *c = sample;
        received++;
        if (c->data._length == 7) {
          bool good = true;
          for (int i = 0; i < 7; i++) good = good && isfinite(c->data._buffer[i]);
          finite += good;
          for (int i = 0; i < 7; i++) effort[i] = c->data._buffer[6 - i];
        }
        if (first) trip[answered++] = (double)(dds_time() - now) / 1e3;
        first = false;
        dds_return_loan(commands, &sample, 1);
      } else {
        dds_sleepfor(DDS_USECS(20));
      }
    }
  }
  qsort(trip, (size_t)answered, sizeof(double), by_value);
  printf("states %d commands %d finite %d answered %d median_us %.0f p99_us %.0f\n", count, received,
         finite, answered, answered ? trip[answered / 2] : 0.0, answered ? trip[answered * 99 / 100] : 0.0);
  free(trip);
}

/* CRC-32 over the words of the C structure, most significant bit first, as the robot checks it. */
static uint32_t crc_of(const void *structure, size_t bytes) {
  uint32_t crc = 0xFFFFFFFF;
  for (size_t at = 0; at + 4 <= bytes; at += 4) {
    uint32_t word;
    memcpy(&word, (const char *)structure + at, 4);
    for (int bit = 31; bit >= 0; bit--) {
      bool out = (crc >> 31) != ((word >> bit) & 1);
      crc = crc << 1 ^ (out ? 0x04C11DB7 : 0);
    }
  }
  return crc;
}

/* A Go2 of which every number says where it stands. */
static void dog(void) {
  unitree_go_msg_dds__LowState_ s = {0};
  for (int k = 0; k < 4; k++) s.imu_state.quaternion[k] = 0.5f;
  for (int k = 0; k < 3; k++) s.imu_state.gyroscope[k] = (float)(k + 1);
  for (int i = 0; i < 20; i++) {
    s.motor_state[i].q = (float)i;
    s.motor_state[i].dq = (float)-i;
    s.motor_state[i].tau_est = (float)(100 + i);
    s.motor_state[i].temperature = 40;
    s.motor_state[i].lost = 7;
  }
  s.bms_state.soc = 90;
  for (int f = 0; f < 4; f++) s.foot_force[f] = (int16_t)(20 * (f + 1));
  s.bit_flag = 3;
  s.power_v = 28;
  dds_entity_t states =
      endpoint(false, &unitree_go_msg_dds__LowState__desc, "rt/lowstate", true, false, 1);
  dds_entity_t commands =
      endpoint(true, &unitree_go_msg_dds__LowCmd__desc, "rt/lowcmd", true, false, 1);
  dds_time_t until = dds_time() + PATIENCE;
  while (dds_time() < until) {
    s.tick += 2;
    if (dds_write(states, &s) < 0) fail("write");
    void *sample = NULL;
    dds_sample_info_t info;
    if (dds_take(commands, &sample, &info, 1, 1) == 1 && info.valid_data) {
      unitree_go_msg_dds__LowCmd_ *c = sample;
      printf("head %d %d level %d mode %d q %g kp %g kd %g tau %g last mode %d bytes %zu crc %s\n", c->head[0],
             c->head[1], c->level_flag, c->motor_cmd[11].mode, c->motor_cmd[11].q, c->motor_cmd[11].kp,
             c->motor_cmd[11].kd, c->motor_cmd[11].tau, c->motor_cmd[19].mode, sizeof *c,
             crc_of(c, sizeof *c - 4) == c->crc ? "fits" : "does not fit");
      return;
    }
    dds_sleepfor(DDS_MSECS(2));
  }
  fail("no LowCmd within 30 s");
}

static void promise(const char *topic) {
  dds_entity_t reader = dds_create_reader(participant, DDS_BUILTIN_TOPIC_DCPSPUBLICATION, NULL, NULL);
  dds_time_t until = dds_time() + PATIENCE;
  while (dds_time() < until) {
    void *sample = NULL;
    dds_sample_info_t info;
    if (dds_take(reader, &sample, &info, 1, 1) == 1 && info.valid_data) {
      dds_builtintopic_endpoint_t *writer = sample;
      if (strcmp(writer->topic_name, topic) == 0) {
        dds_duration_t deadline = DDS_INFINITY;
        dds_duration_t lease = DDS_INFINITY;
        dds_liveliness_kind_t kind = DDS_LIVELINESS_AUTOMATIC;
        dds_qget_deadline(writer->qos, &deadline);
        dds_qget_liveliness(writer->qos, &kind, &lease);
        printf("deadline %.3f lease %.3f %s\n", deadline == DDS_INFINITY ? -1 : deadline * 1e-9,
               lease == DDS_INFINITY ? -1 : lease * 1e-9,
               kind == DDS_LIVELINESS_MANUAL_BY_TOPIC ? "by topic" : "automatic");
        return;
      }
    }
    dds_sleepfor(DDS_MSECS(5));
  }
  fail("no such writer within 30 s");
}

int main(int argc, char **argv) {
  if (argc < 4) fail("too few arguments");
  participant = dds_create_participant((dds_domainid_t)atoi(argv[1]), NULL, NULL);
  if (participant < 0) fail("no participant");
  const char *what = argv[2];
  if (strcmp(what, "graph") == 0) graph(argv[3]);
  else if (strcmp(what, "promise") == 0) promise(argv[3]);
  else if (strcmp(what, "list") == 0) list(argv[3]);
  else if (strcmp(what, "get") == 0) get(argv[3], argv[4]);
  else if (strcmp(what, "set") == 0) set(argv[3], argv[4], argv[5]);
  else if (strcmp(what, "huge") == 0) huge(argv[3]);
  else if (strcmp(what, "atomically") == 0) atomically(argv[3], argv + 4);
  else if (strcmp(what, "describe") == 0) describe(argv[3], argv[4]);
  else if (strcmp(what, "state") == 0) state(argv[3]);
  else if (strcmp(what, "change") == 0) change(argv[3], argv[4]);
  else if (strcmp(what, "trigger") == 0) trigger(argv[3]);
  else if (strcmp(what, "dog") == 0) dog();
  else if (strcmp(what, "robot") == 0) robot(atoi(argv[3]));
  else fail("unknown command");
  dds_delete(participant);
  return 0;
}
